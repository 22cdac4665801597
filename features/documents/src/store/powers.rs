//! Who may issue what: dated rows of the regulations.

use kernel::{Day, Event};
use platform::db::{Row, StoreError, Tx};
use platform::params;

use crate::domain::{Body, Power};

const COLUMNS: &str = "p.body, p.type_code, p.starts_on, p.regulation, p.may";

fn read(row: &Row<'_>) -> Result<Power, StoreError> {
    Ok(Power {
        body: row.get(0)?,
        type_code: row.get(1)?,
        starts_on: row.get(2)?,
        regulation: row.get(3)?,
        may: row.get(4)?,
    })
}

/// The rows that hold on a day: of each body and type the latest begun.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn list_powers(tx: &mut Tx<'_>, day: Day) -> Result<Vec<Power>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM document_power p WHERE p.starts_on = (
             SELECT MAX(o.starts_on) FROM document_power o
             WHERE o.body = p.body AND o.type_code = p.type_code AND o.starts_on <= $1)
         ORDER BY p.type_code, p.body"
    );
    tx.list(&sql, params![day], read)
}

/// What holds on a day for these bodies and this type; nothing for what no regulation says.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn lookup_powers(tx: &mut Tx<'_>, bodies: &[Body], type_code: &str, day: Day) -> Result<Vec<Power>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM document_power p WHERE p.body = $1 AND p.type_code = $2 AND p.starts_on <= $3
         ORDER BY p.starts_on DESC LIMIT 1"
    );
    let mut powers = Vec::new();
    for body in bodies {
        powers.extend(tx.lookup(&sql, params![body.code(), type_code, day], read)?);
    }
    // a body the regulations do not speak of may not be judged by what they say of another
    Ok(if powers.len() == bodies.len() { powers } else { Vec::new() })
}

/// Adds a row of a regulation, or corrects that of the same day.
///
/// # Errors
/// [`StoreError::Driver`].
pub fn insert_power(tx: &mut Tx<'_>, power: &Power) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO document_power (body, type_code, starts_on, regulation, may) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (body, type_code, starts_on) DO UPDATE SET regulation = EXCLUDED.regulation, may = EXCLUDED.may",
        params![power.body, power.type_code, power.starts_on, power.regulation, power.may],
    )?;
    let detail = serde_json::json!({ "body": power.body, "type": power.type_code, "may": power.may,
        "regulation": power.regulation, "from": power.starts_on.to_string() });
    tx.record(Event::noted("documents.power_set", &power.body, None).with(detail))
}
