create table public.t (c text, d text[]);
