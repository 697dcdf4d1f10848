"""The pages, notices and banners that the institution writes itself."""
