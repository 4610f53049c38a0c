# Read the files of a survey by R from Debian and compare them with its CSV: .sav by haven, XLSX by readxl.
# Usage: survey.R FOLDER, with responses and texts in each format, and codes.xlsx.
suppressPackageStartupMessages({ library(haven); library(readxl) })
folder <- commandArgs(trailingOnly = TRUE)[1]

# A column as CSV writes it; the CSV protects texts from formulas, other files need not.
plain <- function(column) {
  text <- as.character(zap_labels(column))
  text[is.na(text)] <- ""
  gsub("(^|[;\t\n])'", "\\1", gsub("\r\n", "\n", text))
}

for (name in c("responses", "texts")) {
  csv <- read.csv(file.path(folder, paste0(name, ".csv")), fileEncoding = "UTF-8-BOM", colClasses = "character", na.strings = character())
  tables <- list(
    sav = as.data.frame(read_sav(file.path(folder, paste0(name, ".sav")), user_na = FALSE)),
    xlsx = as.data.frame(read_xlsx(file.path(folder, "codes.xlsx"), sheet = name, col_types = "text"))
  )
  for (format in names(tables)) {
    table <- tables[[format]]
    if (!identical(names(table), names(csv))) stop(format, " of ", name, ": the columns are ", paste(names(table), collapse = ", "))
    if (format == "xlsx" && name == "texts") { # a day is a day there, which readxl tells in the numbers of Excel
      days <- grepl("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", csv$text)
      table$text[days] <- as.character(as.Date(as.numeric(table$text[days]), origin = "1899-12-30"))
    }
    for (column in names(csv)) {
      if (!identical(plain(table[[column]]), plain(csv[[column]]))) stop(format, " of ", name, ": ", column, " is another one")
    }
  }
}

sav <- read_sav(file.path(folder, "responses.sav"))
book <- read.csv(file.path(folder, "codebook.csv"), fileEncoding = "UTF-8-BOM", colClasses = "character", na.strings = character())
for (i in which(book$column %in% names(sav) & book$value != "")) {
  labels <- attr(sav[[book$column[i]]], "labels")
  if (names(labels)[as.character(labels) == book$value[i]] != book$label_ja[i]) stop("the label of ", book$column[i], "=", book$value[i])
}
cat("R reads the same values and labels (", R.version.string, ", haven ", as.character(packageVersion("haven")), ", readxl ",
  as.character(packageVersion("readxl")), ")\n", sep = "")
