"""One letter for several objects: passes that tell them apart by their indices, sections or layers."""
