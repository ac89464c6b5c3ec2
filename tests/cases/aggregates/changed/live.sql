create aggregate public.total(integer) (sfunc = int4pl, stype = integer);
create view public.v as select public.total(1);
comment on aggregate public.total(integer) is 'adds';
