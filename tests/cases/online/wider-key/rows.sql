insert into public.parcels (code) select 'parcel ' || g from generate_series(1, 20) g;
insert into public.stops (parcel) select g from generate_series(1, 20) g;
analyze public.parcels;
analyze public.stops;
