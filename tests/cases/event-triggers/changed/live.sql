create function public.f() returns event_trigger language plpgsql as 'begin end';
create event trigger one on ddl_command_end when tag in ('CREATE TABLE') execute function public.f();
create event trigger gone on sql_drop execute function public.f();
alter event trigger one disable;
alter event trigger gone disable;
