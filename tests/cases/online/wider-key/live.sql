create table public.parcels (id serial primary key, code text not null unique);
create table public.stops (
    id integer generated always as identity primary key,
    parcel integer not null references public.parcels on delete cascade
);
create index stops_parcel on public.stops (parcel);
comment on column public.stops.parcel is 'what is brought';
