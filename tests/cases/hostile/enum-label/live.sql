create type public.e as enum ('a');
