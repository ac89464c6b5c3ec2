create schema other;
create view other.v as select a from public.t;
