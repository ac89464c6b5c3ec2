create type public.e as enum ('a', 'x''); create table pwned(i int); --', E'b\n"c"\\', 'ünï');
create type public.f as enum ('x''); create table pwned(i int); --');
