create function public.uuid_generate_v4() returns uuid language sql volatile as $$ select gen_random_uuid() $$;
create function public.uuid_generate_v1() returns uuid language sql volatile as $$ select gen_random_uuid() $$;
create function public.uuid_nil() returns uuid language sql immutable
    as $$ select '00000000-0000-0000-0000-000000000000'::uuid $$;
