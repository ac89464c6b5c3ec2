-- ~ column t.id: sequence name public.old_numbers -> public."New numbers"

-- step 1, expand: ~ column t.id: sequence name public.old_numbers -> public."New numbers"
-- locks: public.old_numbers ACCESS EXCLUSIVE
ALTER SEQUENCE public.old_numbers RENAME TO "New numbers";
-- undo, lossless
--   ALTER SEQUENCE public."New numbers" RENAME TO old_numbers;
