//! The people of a workspace.

mod list_members;
