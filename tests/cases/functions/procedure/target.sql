create procedure public.p(a integer, inout b text) language plpgsql as 'begin end';
