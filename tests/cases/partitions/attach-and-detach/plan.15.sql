-- ~ column one.at: inherited 1 -> none; local
-- ~ column one.id: inherited 1 -> none; local
-- ~ column two.at: inherited none -> 1; no longer local
-- ~ column two.id: inherited none -> 1; no longer local
-- ~ table one: bound FOR VALUES FROM (1) TO (2) -> none; partition of public.t -> none
-- ~ table two: bound none -> FOR VALUES FROM (2) TO (3); partition of none -> public.t

-- step 1, expand: ~ column one.at: inherited 1 -> none; local; ~ column one.id: inherited 1 -> none; local; and 4 more
-- locks: public.one ACCESS EXCLUSIVE, public.t ACCESS EXCLUSIVE, public.two ACCESS EXCLUSIVE
-- asks: select count(*) from public.two as t where (at is not null and (at) >= (2) and (at) < (3)) is not true = 0
ALTER TABLE public.t DETACH PARTITION public.one;
ALTER TABLE public.t ATTACH PARTITION public.two FOR VALUES FROM (2) TO (3);
-- undo, lossless
--   ALTER TABLE public.t ATTACH PARTITION public.one FOR VALUES FROM (1) TO (2);
--   ALTER TABLE public.t DETACH PARTITION public.two;
