-- ~ type pair: attributes +{'name': 'c', 'type': 'date'}

-- step 1, expand: ~ type pair: attributes +{'name': 'c', 'type': 'date'}
-- locks: public.pair ACCESS EXCLUSIVE
ALTER TYPE public.pair ADD ATTRIBUTE c date;
-- undo, lossless
--   ALTER TYPE public.pair DROP ATTRIBUTE c;
