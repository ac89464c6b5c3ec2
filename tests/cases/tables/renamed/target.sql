create table public.u (a text, b integer);
create index t_b on public.u (b);
