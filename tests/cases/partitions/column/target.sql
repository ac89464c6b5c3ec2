create table public.t (id bigint not null default 7, at integer not null, note text default 'x') partition by range (at);
create table public.one partition of public.t for values from (1) to (2);
alter table public.one alter note set default 'y';
