-- needs: postgres 14
ALTER TABLE app.parent ALTER own SET COMPRESSION pglz; ALTER TABLE app.parent ALTER own SET COMPRESSION default;
