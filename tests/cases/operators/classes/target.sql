create function public.cmp(a box, b box) returns integer language sql immutable as 'select 0';
create operator family public.fam using btree;
create operator class public.cls for type box using btree family public.fam as function 1 public.cmp(box, box);
