-- + trigger four on t
-- - trigger gone on t
-- ~ trigger one on t: definition changed
-- + trigger three on t
-- ~ trigger two on t: enabled yes -> no

-- step 1, expand: ~ trigger two on t: enabled yes -> no
-- locks: public.t SHARE ROW EXCLUSIVE
ALTER TABLE public.t DISABLE TRIGGER two;
-- undo, lossless
--   ALTER TABLE public.t ENABLE TRIGGER two;
--   DROP TRIGGER three on public.t;
--   DROP TRIGGER four on public.t;
--   CREATE TRIGGER gone AFTER INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.f();
--   DROP TRIGGER one on public.t;
--   CREATE TRIGGER one BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.f();
--   COMMENT ON TRIGGER one ON public.t IS 'one';

-- step 2, contract: - trigger gone on t
-- locks: public.t ACCESS EXCLUSIVE
DROP TRIGGER gone on public.t;
-- undo, lossless

-- step 3, expand: + trigger four on t
-- locks: public.t SHARE ROW EXCLUSIVE
CREATE TRIGGER four AFTER UPDATE ON public.t REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.f();
-- undo, lossless

-- step 4, swap: + trigger three on t
-- locks: public.t SHARE ROW EXCLUSIVE
CREATE CONSTRAINT TRIGGER three AFTER UPDATE ON public.t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.f();
ALTER TABLE public.t ENABLE ALWAYS TRIGGER three;
-- undo, lossless

-- step 5, swap: ~ trigger one on t: comment one -> none; definition changed
-- locks: public.t ACCESS EXCLUSIVE
DROP TRIGGER one on public.t;
CREATE TRIGGER one BEFORE INSERT OR UPDATE OF b ON public.t FOR EACH ROW WHEN ((new.a > 0)) EXECUTE FUNCTION public.f('x');
-- undo, lossless

-- step 6, expand: ~ trigger one on t: comment none -> one
-- locks: public.t ACCESS SHARE
COMMENT ON TRIGGER one ON public.t IS 'one';
-- undo, lossless
