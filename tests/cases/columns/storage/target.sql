create table public.t (a text, b text, c text);
alter table public.t alter a set storage external, alter b set compression pglz, alter c set statistics 500, alter c set (n_distinct = 10);
