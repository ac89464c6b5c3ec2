insert into public."It's ""quoted""" values (1);
