create type public.c as (a integer);
create function public.to_c(i integer) returns public.c language sql immutable as 'select row(i)::public.c';
create cast (integer as public.c) with function public.to_c(integer) as assignment;
