create table public.parcels (id bigserial primary key, code text not null unique);
create table public.stops (
    id bigint generated always as identity primary key,
    parcel bigint not null references public.parcels on delete cascade
);
create index stops_parcel on public.stops (parcel);
comment on column public.stops.parcel is 'what is brought';
