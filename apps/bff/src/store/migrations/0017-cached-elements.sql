-- core.CatalogCacheStatus by name, of an element that has succeeded.
ALTER TABLE sub_nodes ADD COLUMN cache_status TEXT;
