-- ~ view v: options none -> ['security_invoker=true']
-- ~ view w: options ['security_barrier=true'] -> none
-- ~ view x: options none -> ['check_option=local']

-- step 1, expand: ~ view v: options none -> ['security_invoker=true']; ~ view w: options ['security_barrier=true'] -> none; and 1 more
-- locks: public.v ACCESS EXCLUSIVE, public.w ACCESS EXCLUSIVE, public.x ACCESS EXCLUSIVE
ALTER VIEW public.v SET (security_invoker=true);
ALTER VIEW public.w RESET (security_barrier);
ALTER VIEW public.x SET (check_option=local);
-- undo, lossless
--   ALTER VIEW public.v RESET (security_invoker);
--   ALTER VIEW public.w SET (security_barrier=true);
--   ALTER VIEW public.x RESET (check_option);
