create table public.t (a integer, b integer);
create statistics public.one on a, b from public.t;
create statistics public.two (ndistinct) on a, b from public.t;
create statistics public.gone on a, b from public.t;
