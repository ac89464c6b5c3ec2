-- + check t_id_check on one ((id > 0))
-- + check t_id_check ((id > 0))
-- ~ table one: row security
-- - trigger gone on t
-- + trigger tr on t

-- step 1, expand: ~ table one: row security
-- locks: public.one ACCESS EXCLUSIVE
ALTER TABLE public.one ENABLE ROW LEVEL SECURITY;
-- undo, lossless
--   ALTER TABLE public.one DISABLE ROW LEVEL SECURITY;
--   DROP TRIGGER tr on public.t;
--   ALTER TABLE public.t DROP CONSTRAINT t_id_check;
--   CREATE TRIGGER gone AFTER INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.f();

-- step 2, expand: + trigger tr on t
-- locks: public.one SHARE ROW EXCLUSIVE, public.t SHARE ROW EXCLUSIVE
CREATE TRIGGER tr AFTER INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.f();
-- undo, lossless

-- step 3, enforce: + check t_id_check on one ((id > 0)); + check t_id_check ((id > 0))
-- locks: public.one ACCESS EXCLUSIVE, public.t ACCESS EXCLUSIVE
-- asks: select count(*) from public.t as t where not ((id > 0)) = 0
ALTER TABLE public.t ADD CONSTRAINT t_id_check CHECK ((id > 0));
-- undo, lossless

-- step 4, contract: - trigger gone on t
-- locks: public.one ACCESS EXCLUSIVE, public.t ACCESS EXCLUSIVE
DROP TRIGGER gone on public.t;
-- undo, lossless
