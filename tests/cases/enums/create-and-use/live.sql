create table public.t (m text default 'sad');
create view public.v as select m from public.t;
