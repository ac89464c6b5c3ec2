create table public.t (a integer, b integer);
create function public.f() returns trigger language plpgsql as 'begin return new; end';
create trigger one before insert or update of b on public.t for each row when (new.a > 0) execute function public.f('x');
create trigger two after insert on public.t for each row execute function public.f();
alter table public.t disable trigger two;
create constraint trigger three after update on public.t deferrable initially deferred for each row execute function public.f();
alter table public.t enable always trigger three;
create trigger four after update on public.t referencing new table as fresh for each statement execute function public.f();
comment on trigger one on public.t is 'one';
