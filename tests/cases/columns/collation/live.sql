create table public.t (a text, b text collate "C");
create index t_a on public.t (a);
