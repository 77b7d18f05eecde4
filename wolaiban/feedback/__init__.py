"""What those who work with the product say of it (提意见): from any page, to the district, answered there."""
