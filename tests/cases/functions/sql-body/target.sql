create function public.base(a integer) returns integer language sql begin atomic select a * 2; end;
create function public.add(a integer, b integer) returns integer language sql return public.base(a) + b;
