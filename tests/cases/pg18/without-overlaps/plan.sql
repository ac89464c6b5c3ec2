-- ~ column t.at: not null
-- ~ column t.id: not null
-- + primary key t_pkey (id, at WITHOUT OVERLAPS)
-- + table u

-- step 1, expand: ~ column t.at: not null; ~ column t.id: not null; and 2 more
-- locks: public.t ACCESS EXCLUSIVE
-- asks: select count(*) from public.t as t where t.at is null = 0
-- asks: select count(*) from public.t as t where t.id is null = 0
-- asks: select count(*) from public.t as t where t.ctid in (select o.ctid from (select t.ctid, lag(at) over (partition by id order by at) && at as conflicts from public.t as t where not isempty(at) and id is not null) as o where conflicts) = 0
CREATE TABLE public.u (
    id integer,
    at daterange
);
ALTER TABLE ONLY public.t
    ADD CONSTRAINT t_pkey PRIMARY KEY (id, at WITHOUT OVERLAPS);
ALTER TABLE ONLY public.u
    ADD CONSTRAINT u_id_at_fkey FOREIGN KEY (id, PERIOD at) REFERENCES public.t(id, PERIOD at);
-- undo, lossless
--   DROP TABLE public.u;
--   ALTER TABLE public.t DROP CONSTRAINT t_pkey;
--   ALTER TABLE public.t ALTER COLUMN at DROP NOT NULL;
--   ALTER TABLE public.t ALTER COLUMN id DROP NOT NULL;

-- step 2, enforce: ALTER TABLE public.t ALTER COLUMN at SET NOT NULL
-- locks: public.t ACCESS EXCLUSIVE
-- hazards: REQUIRED-COLUMN
ALTER TABLE public.t ALTER COLUMN at SET NOT NULL;
ALTER TABLE public.t ALTER COLUMN id SET NOT NULL;
-- undo, lossless
