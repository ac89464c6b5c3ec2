create table public.t (a text collate "C", b text);
create index t_a on public.t (a);
