-- ~ column orders.old: type public.state[] -> public.order_state[]
-- ~ column orders.status: default 'pending'::public.state -> 'pending'::public.order_state; type public.state -> public.order_state
-- ~ column v.status: type public.state -> public.order_state
-- + enum order_state (pending, paid, sent)
-- - enum state
-- + function f(public.order_state)
-- - function f(public.state)

-- step 1, contract: - function f(public.state)
-- hazards: DROPPED-NAME
DROP FUNCTION public.f(public.state);
-- undo, lossless
--   CREATE FUNCTION public.f(s public.state) RETURNS public.state
--       LANGUAGE sql
--       AS $$select s$$;
--   ALTER TABLE public.orders ALTER COLUMN old TYPE public.state[] USING old::text[]::public.state[];
--   DROP VIEW public.v;
--   ALTER TABLE public.orders ALTER COLUMN status DROP DEFAULT;
--   ALTER TABLE public.orders ALTER COLUMN status TYPE public.state USING status::text::public.state;
--   ALTER TABLE public.orders ALTER COLUMN status SET DEFAULT 'pending'::public.state;
--   DROP TYPE public.order_state;
--   CREATE VIEW public.v AS
--    SELECT orders.status
--      FROM public.orders;

-- step 2, expand: + enum order_state (pending, paid, sent); + function f(public.order_state)
CREATE TYPE public.order_state AS ENUM (
    'pending',
    'paid',
    'sent'
);
CREATE FUNCTION public.f(s public.order_state) RETURNS public.order_state
    LANGUAGE sql
    AS $$select s$$;
-- undo, lossless
--   DROP FUNCTION public.f(public.order_state);
--   CREATE TYPE public.state AS ENUM (
--       'pending',
--       'paid'
--   );

-- step 3, swap: ~ column orders.old: type public.state[] -> public.order_state[]
-- locks: public.orders ACCESS EXCLUSIVE
-- rewrites: public.orders
ALTER TABLE public.orders ALTER COLUMN old TYPE public.order_state[] USING old::text[]::public.order_state[];
-- undo, lossless

-- step 4, swap: ~ column orders.status: default 'pending'::public.state -> 'pending'::public.order_state; type public.state -> public.order_state; ~ column v.status: type public.state -> public.order_state; and 1 more
-- locks: public.orders ACCESS EXCLUSIVE, public.v ACCESS EXCLUSIVE
-- rewrites: public.orders
-- hazards: DROPPED-NAME
DROP VIEW public.v;
ALTER TABLE public.orders ALTER COLUMN status DROP DEFAULT;
ALTER TABLE public.orders ALTER COLUMN status TYPE public.order_state USING status::text::public.order_state;
ALTER TABLE public.orders ALTER COLUMN status SET DEFAULT 'pending'::public.order_state;
DROP TYPE public.state;
CREATE VIEW public.v AS
 SELECT orders.status
   FROM public.orders;
-- undo, lossless
