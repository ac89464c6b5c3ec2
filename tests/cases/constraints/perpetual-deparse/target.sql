create table public.t (a integer, b text, constraint c check (a between 1 and 5 and b in ('x', 'y')), constraint d check ((a > 1) is not false));
