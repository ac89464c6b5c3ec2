create type public.span as range (subtype = integer);
create table public.t (during public.span, exclude using gist (during with &&));
create index open on public.t using gist (during) where not isempty(during);
