create type public.pair as (a bigint, b text collate "C", c date);
comment on column public.pair.a is 'first';
