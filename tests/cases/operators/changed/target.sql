create function public.eq(a box, b box) returns boolean language sql immutable as 'select true';
create operator public.=== (leftarg = box, rightarg = box, function = public.eq, commutator = operator(public.===), hashes);
create operator public.!-! (rightarg = box, function = area);
