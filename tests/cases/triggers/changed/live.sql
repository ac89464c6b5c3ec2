create table public.t (a integer, b integer);
create function public.f() returns trigger language plpgsql as 'begin return new; end';
create trigger one before insert on public.t for each row execute function public.f();
create trigger two after insert on public.t for each row execute function public.f();
create trigger gone after insert on public.t for each row execute function public.f();
comment on trigger one on public.t is 'one';
