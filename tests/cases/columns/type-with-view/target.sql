create table public.t (id integer primary key, n bigint);
create view public.v as select n from public.t;
create view public.w as select n from public.v;
comment on view public.w is 'read me';
grant select on public.w to anna;
