ALTER TABLE app.cache SET SCHEMA public; ALTER TABLE public.cache SET SCHEMA app;
ALTER TYPE app.mood SET SCHEMA public; ALTER TYPE public.mood SET SCHEMA app;
ALTER FUNCTION app.positive(integer) SET SCHEMA public; ALTER FUNCTION public.positive(integer) SET SCHEMA app;
ALTER VIEW app.buyers SET SCHEMA public; ALTER VIEW public.buyers SET SCHEMA app;
ALTER SEQUENCE app.numbers SET SCHEMA public; ALTER SEQUENCE public.numbers SET SCHEMA app;
ALTER COLLATION app.plain SET SCHEMA public; ALTER COLLATION public.plain SET SCHEMA app;
ALTER OPERATOR app.=== (app.address, app.address) SET SCHEMA public; ALTER OPERATOR public.=== (app.address, app.address) SET SCHEMA app;
