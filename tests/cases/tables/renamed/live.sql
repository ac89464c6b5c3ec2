create table public.t (a text, b integer);
create index t_b on public.t (b);
