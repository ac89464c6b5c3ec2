create table public.t (
    a integer,
    b integer generated always as (a + 1) virtual,
    c integer generated always as (a * 3) stored
);
create view public.v as select b, c from public.t;
