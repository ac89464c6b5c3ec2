create aggregate public.total(integer) (sfunc = int4pl, stype = integer, initcond = '0');
create view public.v as select public.total(1);
comment on aggregate public.total(integer) is 'adds';
create aggregate public.other(text) (sfunc = textcat, stype = text, initcond = '');
