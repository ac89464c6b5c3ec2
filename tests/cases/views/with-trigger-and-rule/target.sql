create table public.t (a integer, b integer);
create view public.v as select b from public.t;
create function public.f() returns trigger language plpgsql as 'begin return new; end';
create trigger tr instead of insert on public.v for each row execute function public.f();
create rule r as on delete to public.v do instead nothing;
