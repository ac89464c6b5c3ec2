-- + table t
-- + table t_2024
-- + table t_2024_eu
-- + table t_rest

-- step 1, expand: + table t; + table t_2024; and 2 more
CREATE TABLE public.t (
    id integer NOT NULL,
    at date NOT NULL,
    region text NOT NULL
)
PARTITION BY RANGE (at);
CREATE TABLE public.t_2024 (
    id integer NOT NULL,
    at date NOT NULL,
    region text NOT NULL
)
PARTITION BY LIST (region);
CREATE TABLE public.t_2024_eu (
    id integer NOT NULL,
    at date NOT NULL,
    region text NOT NULL
);
CREATE TABLE public.t_rest (
    id integer NOT NULL,
    at date NOT NULL,
    region text NOT NULL
);
ALTER TABLE ONLY public.t
    ADD CONSTRAINT t_pkey PRIMARY KEY (id, at, region);
ALTER TABLE ONLY public.t_2024
    ADD CONSTRAINT t_2024_pkey PRIMARY KEY (id, at, region);
ALTER TABLE ONLY public.t_2024_eu
    ADD CONSTRAINT t_2024_eu_pkey PRIMARY KEY (id, at, region);
ALTER TABLE ONLY public.t_rest
    ADD CONSTRAINT t_rest_pkey PRIMARY KEY (id, at, region);
CREATE INDEX t_region ON ONLY public.t USING btree (region);
CREATE INDEX t_2024_region_idx ON ONLY public.t_2024 USING btree (region);
CREATE INDEX t_2024_eu_region_idx ON public.t_2024_eu USING btree (region);
CREATE INDEX t_rest_region_idx ON public.t_rest USING btree (region);
ALTER TABLE public.t ATTACH PARTITION public.t_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
ALTER TABLE public.t_2024 ATTACH PARTITION public.t_2024_eu FOR VALUES IN ('eu');
ALTER TABLE public.t ATTACH PARTITION public.t_rest DEFAULT;
ALTER INDEX public.t_pkey ATTACH PARTITION public.t_2024_pkey;
ALTER INDEX public.t_2024_pkey ATTACH PARTITION public.t_2024_eu_pkey;
ALTER INDEX public.t_pkey ATTACH PARTITION public.t_rest_pkey;
ALTER INDEX public.t_2024_region_idx ATTACH PARTITION public.t_2024_eu_region_idx;
ALTER INDEX public.t_region ATTACH PARTITION public.t_2024_region_idx;
ALTER INDEX public.t_region ATTACH PARTITION public.t_rest_region_idx;
-- undo, lossless
--   DROP TABLE public.t_rest;
--   DROP TABLE public.t_2024_eu;
--   DROP TABLE public.t_2024;
--   DROP TABLE public.t;
