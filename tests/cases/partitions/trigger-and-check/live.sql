create table public.t (id integer, at integer not null) partition by range (at);
create table public.one partition of public.t for values from (1) to (2);
create function public.f() returns trigger language plpgsql as 'begin return new; end';
create trigger gone after insert on public.t for each row execute function public.f();
