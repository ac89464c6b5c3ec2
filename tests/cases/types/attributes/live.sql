create type public.pair as (a integer, b text, gone text);
comment on column public.pair.a is 'first';
