create table public.t (a integer, b integer);
create statistics public.one on a, b from public.t;
alter statistics public.one set statistics 200;
create statistics public.two (mcv) on a, b from public.t;
create statistics public.three on (a + b) from public.t;
