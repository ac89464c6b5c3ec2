create table public.t (a integer);
grant select on public.t to public;
grant all on public.t to anna;
