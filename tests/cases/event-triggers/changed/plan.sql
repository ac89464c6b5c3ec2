-- - event trigger gone
-- ~ event trigger one: tags -CREATE TABLE +CREATE VIEW
-- + event trigger two

-- step 1, swap: + event trigger two
CREATE EVENT TRIGGER two ON sql_drop
   EXECUTE FUNCTION public.f();
ALTER EVENT TRIGGER two DISABLE;
-- undo, lossless
--   DROP EVENT TRIGGER two;
--   CREATE EVENT TRIGGER gone ON sql_drop
--      EXECUTE FUNCTION public.f();
--   ALTER EVENT TRIGGER gone DISABLE;
--   DROP EVENT TRIGGER one;
--   CREATE EVENT TRIGGER one ON ddl_command_end
--            WHEN TAG IN ('CREATE TABLE')
--      EXECUTE FUNCTION public.f();
--   ALTER EVENT TRIGGER one DISABLE;

-- step 2, swap: ~ event trigger one: tags -CREATE TABLE +CREATE VIEW
DROP EVENT TRIGGER one;
CREATE EVENT TRIGGER one ON ddl_command_end
         WHEN TAG IN ('CREATE VIEW')
   EXECUTE FUNCTION public.f();
ALTER EVENT TRIGGER one DISABLE;
-- undo, lossless

-- step 3, contract: - event trigger gone
DROP EVENT TRIGGER gone;
-- undo, lossless
