let unreadColumns = ""
let unreadCatalogs = ""
let unwatchedCatalogs = ""
